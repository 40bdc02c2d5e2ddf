package io.sallyport.bastion.door;

import static org.apache.sshd.common.kex.KexProposalOption.ALGORITHMS;
import static org.apache.sshd.common.kex.KexProposalOption.C2SCOMP;
import static org.apache.sshd.common.kex.KexProposalOption.C2SENC;
import static org.apache.sshd.common.kex.KexProposalOption.C2SMAC;
import static org.apache.sshd.common.kex.KexProposalOption.S2CCOMP;
import static org.apache.sshd.common.kex.KexProposalOption.S2CENC;
import static org.apache.sshd.common.kex.KexProposalOption.S2CMAC;
import static org.apache.sshd.common.kex.KexProposalOption.SERVERKEYS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.bastion.policy.Target;
import io.sallyport.bastion.testing.RawPeer;
import io.sallyport.bastion.testing.RawSession;
import io.sallyport.bastion.testing.WithBastion;
import io.sallyport.config.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.kex.extension.DefaultClientKexExtensionHandler;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the three connections of a session offer, seen from their other ends. */
final class OfferedAlgorithmsTest extends WithBastion {

  private static final String GCM = "aes128-gcm@openssh.com,aes256-gcm@openssh.com";
  private static final String CTR = "aes128-ctr,aes256-ctr";
  private static final String CHACHA20 = "chacha20-poly1305@openssh.com";
  private static final String CURVE = "curve25519-sha256";
  private static final byte ECDH_REPLY = 31;

  OfferedAlgorithmsTest(@TempDir Path folder) {
    super(folder);
  }

  @Test
  void openSsh_isOfferedAesGcmOnly() throws IOException {
    client.named("OpenSSH_9.2p1 Debian-2");

    assertCiphers(GCM, GCM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dropbear_2022.83", "paramiko_2.12.0", "openssh", "PuTTY_Release_0.78"})
  void others_areOfferedAesCtrBehindIt(String software) throws IOException {
    client.named(software);

    assertCiphers(GCM + "," + CTR, GCM);
  }

  @ParameterizedTest
  @CsvSource({"OpenSSH_9.2p1, ''", "dropbear_2022.83, ',aes128-ctr,aes256-ctr'"})
  void chacha20_isOfferedBehindAesGcm_byAKey(String software, String more) throws IOException {
    bastion.withChacha20();
    client.named(software);

    assertCiphers(GCM + "," + CHACHA20 + more, GCM + "," + CHACHA20);
  }

  private void assertCiphers(String doors, String hop) throws IOException {
    ClientSession outer = ansible();
    ClientSession inner = client.jump(outer, "deploy", "web-01", 22);
    for (KexProposalOption direction : List.of(C2SENC, S2CENC)) {
      assertThat(offered(outer, direction)).as("outer door").isEqualTo(doors);
      assertThat(offered(inner, direction)).as("inner door").isEqualTo(doors);
      assertThat(bastion.backend.offered(direction)).as("hop").isEqualTo(hop);
    }
  }

  @Test
  @DisplayName(
      "N06 strict key exchange, and those that hold against quantum computers, are offered")
  void keyExchanges_areStrict_andPostQuantum() throws IOException {
    ClientSession outer = ansible();
    for (ClientSession door : List.of(outer, client.jump(outer, "deploy", "web-01", 22))) {
      assertThat(offered(door, ALGORITHMS).split(","))
          .contains("mlkem768x25519-sha256", "sntrup761x25519-sha512")
          .contains("kex-strict-s-v00@openssh.com");
    }
    assertThat(bastion.backend.offered(ALGORITHMS).split(","))
        .startsWith("mlkem768x25519-sha256")
        .contains("sntrup761x25519-sha512", "kex-strict-c-v00@openssh.com");
  }

  @Test
  void mlKem_isAgreedUpon_onBothDoors() throws IOException {
    client.keyExchange(BuiltinDHFactories.mlkem768x25519);
    ClientSession outer = ansible();
    ClientSession inner = client.jump(outer, "deploy", "web-01", 22);

    for (ClientSession door : List.of(outer, inner)) {
      assertThat(door.getNegotiatedKexParameter(ALGORITHMS)).isEqualTo("mlkem768x25519-sha256");
    }
  }

  @Test
  void nothing_isSignedOrAuthenticatedBySha1() throws IOException {
    ClientSession outer = ansible();
    ClientSession inner = client.jump(outer, "deploy", "web-01", 22);
    List<String> all = new ArrayList<>();
    for (KexProposalOption kind : List.of(ALGORITHMS, SERVERKEYS, C2SMAC, S2CMAC)) {
      all.addAll(List.of(offered(outer, kind).split(",")));
      all.addAll(List.of(offered(inner, kind).split(",")));
      all.addAll(List.of(bastion.backend.offered(kind).split(",")));
    }
    for (ClientSession door : List.of(outer, inner)) {
      var signatures = door.getAttribute(DefaultClientKexExtensionHandler.SERVER_ALGORITHMS);
      assertThat(signatures).contains("ssh-ed25519", "rsa-sha2-256");
      all.addAll(signatures);
    }

    assertThat(all)
        .noneMatch(name -> name.contains("sha1") || name.contains("md5"))
        .doesNotContain("ssh-rsa", "ssh-dss", "ssh-rsa-cert-v01@openssh.com", "none");
  }

  @Test
  void nobody_isCompressedBeforeAuthentication() throws IOException {
    ClientSession outer = ansible();
    ClientSession inner = client.jump(outer, "deploy", "web-01", 22);
    for (KexProposalOption direction : List.of(C2SCOMP, S2CCOMP)) {
      for (String offer :
          List.of(
              offered(outer, direction),
              offered(inner, direction),
              bastion.backend.offered(direction))) {
        assertThat(offer.split(",")).startsWith("none").doesNotContain("zlib");
      }
    }
  }

  @ParameterizedTest(name = "N06 strict: {0}, a message before the offer: {1}, after it: {2}")
  @CsvSource({
    "true, false, true",
    "true, true, false",
    "true, false, false",
    "false, true, true",
  })
  void messageWithinAStrictKeyExchange_endsTheConnection(
      boolean strict, boolean before, boolean after) throws IOException {
    Address door = bastion.start();
    try (RawPeer peer = new RawPeer(new Socket(door.host(), door.port()))) {
      ignoreIf(before, peer);
      peer.offer(strict ? CURVE + ",kex-strict-c-v00@openssh.com" : CURVE);
      ignoreIf(after, peer);
      peer.beginKeyExchange();

      List<Byte> answer = peer.messagesUpTo(ECDH_REPLY);
      if (strict && (before || after)) {
        assertThat(answer).endsWith(SshConstants.SSH_MSG_DISCONNECT).doesNotContain(ECDH_REPLY);
      } else {
        assertThat(answer).endsWith(ECDH_REPLY);
      }
    }
  }

  @Test
  @DisplayName("N06 a backend's message within a strict key exchange ends the hop")
  void messageWithinAStrictKeyExchange_endsTheHop() throws IOException, InterruptedException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Address address = new Address("127.0.0.1", listening.getLocalPort());
      bastion.target(new Target("web-06", 22, address, "default"));
      assertThat(RawSession.open(ansible(), 1 << 20).ask("exec", "nc web-06 22")).isTrue();
      try (RawPeer peer = new RawPeer(listening.accept())) {
        peer.offer(CURVE + ",kex-strict-s-v00@openssh.com");
        peer.ignore();

        assertThat(peer.messagesUpTo(SshConstants.SSH_MSG_DISCONNECT))
            .endsWith(SshConstants.SSH_MSG_DISCONNECT);
      }
    }
  }

  private static void ignoreIf(boolean wanted, RawPeer peer) throws IOException {
    if (wanted) {
      peer.ignore();
    }
  }

  private static String offered(ClientSession door, KexProposalOption kind) {
    return door.getServerKexProposals().getOrDefault(kind, "");
  }
}
