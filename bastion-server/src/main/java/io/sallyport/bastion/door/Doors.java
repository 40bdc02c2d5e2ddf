package io.sallyport.bastion.door;

import io.sallyport.bastion.hop.Ciphers;
import io.sallyport.bastion.relay.ClientGlobalRequests;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;

/** What the outer and the inner SSH server have in common. */
final class Doors {

  private Doors() {}

  /** A server that forwards nothing, knows no file system and never times out an idle session. */
  static SshServer server(HostCertificates hostCertificates) {
    SshServer server =
        ServerBuilder.builder()
            .cipherFactories(Ciphers.withCtr())
            .globalRequestHandlers(List.of(new ClientGlobalRequests()))
            .build();
    server.setKeyPairProvider(hostCertificates.keyPairs());
    server.setHostKeyCertificateProvider(hostCertificates.certificates());
    server.setSubsystemFactories(List.of());
    server.addSessionListener(new CiphersByClient());
    CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "Sallyport");
    CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
    CoreModuleProperties.NIO2_READ_TIMEOUT.set(server, Duration.ZERO);
    return server;
  }
}
