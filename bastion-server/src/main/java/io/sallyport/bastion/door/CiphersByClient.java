package io.sallyport.bastion.door;

import static java.util.stream.Collectors.joining;

import io.sallyport.bastion.hop.Algorithms;
import java.util.Map;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.session.ServerSession;

/**
 * Offers OpenSSH no AES-CTR. Dropbear and paramiko have nothing better; every OpenSSH of the last
 * ten years has AES-GCM, but those before 10 would choose AES-CTR if they saw it, and the client's
 * choice counts.
 */
record CiphersByClient(Algorithms algorithms) implements SessionListener {

  private static final String OPENSSH = "SSH-2.0-OpenSSH_";

  @Override
  public void sessionNegotiationOptionsCreated(
      Session session, Map<KexProposalOption, String> proposal) {
    String client = ((ServerSession) session).getClientVersion();
    if (client.startsWith(OPENSSH)) {
      String ciphers =
          algorithms.ciphers().stream().map(NamedResource::getName).collect(joining(","));
      proposal.put(KexProposalOption.C2SENC, ciphers);
      proposal.put(KexProposalOption.S2CENC, ciphers);
    }
  }
}
