package io.sallyport.bastion.hop;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;

/**
 * Offers the host key algorithms of the keys that are known for a target, and only those, as
 * OpenSSH prefers them: otherwise a backend with several keys may show one that nobody wrote down.
 */
final class KnownKeyTypesFirst implements SessionListener {

  private static final Map<String, List<String>> ALGORITHMS =
      Map.of("ssh-rsa", List.of("rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"));

  @Override
  public void sessionNegotiationOptionsCreated(
      Session session, Map<KexProposalOption, String> proposal) {
    if (session instanceof ClientSession connection) {
      Set<String> types = HostKeyCheck.of(connection.getConnectionContext()).knownKeyTypes();
      proposal.computeIfPresent(
          KexProposalOption.SERVERKEYS, (_, offered) -> narrow(offered, types));
    }
  }

  private static String narrow(String offered, Set<String> types) {
    List<String> wanted =
        types.stream()
            .flatMap(type -> ALGORITHMS.getOrDefault(type, List.of(type)).stream())
            .toList();
    List<String> narrowed = Arrays.stream(offered.split(",", -1)).filter(wanted::contains).toList();
    List<String> plain =
        Arrays.stream(offered.split(",", -1)).filter(name -> !name.contains("-cert-")).toList();
    return String.join(",", narrowed.isEmpty() ? plain : narrowed);
  }
}
