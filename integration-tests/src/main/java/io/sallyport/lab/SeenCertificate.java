package io.sallyport.lab;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A hop certificate as the backend's session saw it, read with the system's ssh-keygen and not with
 * any code of Sallyport.
 */
public final class SeenCertificate {
  private static final Pattern TOKEN =
      Pattern.compile("bastion-token@sallyport UNKNOWN OPTION: ([0-9a-f]+)");

  private final String type;
  private final String base64;
  private final String listing;

  private SeenCertificate(String type, String base64) {
    this.type = type;
    this.base64 = base64;
    listing = Tool.attempt(type + " " + base64 + "\n", "ssh-keygen", "-L", "-f", "-").output();
  }

  /** Reads the file that sshd names in SSH_USER_AUTH: {@code publickey TYPE BASE64}. */
  public static SeenCertificate fromUserAuth(String file) {
    String[] words = file.strip().split("\\s+", -1);
    if (words.length != 3 || !words[0].equals("publickey")) {
      throw new LabException("no certificate in SSH_USER_AUTH: " + file);
    }
    return new SeenCertificate(words[1], words[2]);
  }

  public String type() {
    return type;
  }

  public String keyId() {
    return field("Key ID: \"(.*)\"");
  }

  public String signingCa() {
    return field("Signing CA: \\S+ (\\S+)");
  }

  public List<String> principals() {
    return field("(?s)Principals:(.*?)\n\\s+Critical Options:")
        .strip()
        .lines()
        .map(String::strip)
        .toList();
  }

  /** The compact bastion token in it. */
  public String token() {
    byte[] data = HexFormat.of().parseHex(field(TOKEN));
    return new String(new SshBlob(data).string(), US_ASCII);
  }

  /** The token's claims; nothing is verified here. */
  public JsonNode claims() {
    String payload = token().split("\\.", -1)[1];
    return JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(payload));
  }

  /** The RFC 7638 thumbprint of the certificate's Ed25519 key. */
  public String keyThumbprint() {
    SshBlob blob = SshBlob.ofBase64(base64);
    blob.string(); // type
    blob.string(); // nonce
    return SshKeys.thumbprint(blob.string());
  }

  private String field(String pattern) {
    return field(Pattern.compile(pattern));
  }

  private String field(Pattern pattern) {
    Matcher matcher = pattern.matcher(listing);
    if (!matcher.find()) {
      throw new LabException("no " + pattern + " in the certificate: " + listing);
    }
    return matcher.group(1);
  }
}
