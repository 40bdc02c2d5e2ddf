package io.sallyport.serviceaccounts;

import java.util.Base64;

/**
 * Two public keys in wire format, and what {@code ssh-keygen -lf} of OpenSSH 9.2 printed for them.
 */
final class TestKeys {
  static final byte[] ED25519 =
      decoded("AAAAC3NzaC1lZDI1NTE5AAAAIILkIhdX8M4P7ur/e6rFrAtTaw73IfuVm1e7z+a1KqT+");
  static final String ED25519_FINGERPRINT = "SHA256:UFcCc2Ht7HV1iD+PKs4AQ4RMe+UleTWbu2Fd3H/62NA";
  static final String ED25519_MD5 = "MD5:ec:70:11:b5:05:13:85:ea:c8:81:2d:3b:2d:fc:2f:d4";

  static final byte[] RSA =
      decoded(
          "AAAAB3NzaC1yc2EAAAADAQABAAABAQDjvJVjU0m3zK3AnxrkKlgefFiC3iqryiRH+rjZVkcGBTf8wHvI"
              + "c706ZvpJamjhn4es8XtnFza2dLZLr0B0TIjR3mhg+9+3xjyPAVIq3noyLO6Q4sr7opAbo5feLR/1JB/T"
              + "PX53NsJ3ntXsA4JnndF3Wh/SXmXbRMd7QhFOok+vExllmMPdMhlI+ICvcIDJle5fY7q/TguYGcbN6LjX"
              + "KYpOGKXhosuTNCsgfyaPdzvPOCawVqsQxdFN9kkLmItZX7P1uSRCDL5UFkD8saM+BrdxSyvpxtI6uFUt"
              + "KDMih6Olm+wjl/iLMQo7ehUWjGXIO7JOT5Wa7E7Jnk18BttciMdF");
  static final String RSA_FINGERPRINT = "SHA256:kqWtvsVRQfo/UuwX8l/1KAxuAZRrYwfa26bH9dFq14A";

  private TestKeys() {}

  private static byte[] decoded(String base64) {
    return Base64.getDecoder().decode(base64);
  }
}
