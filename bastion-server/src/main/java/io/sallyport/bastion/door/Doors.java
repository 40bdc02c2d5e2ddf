package io.sallyport.bastion.door;

import io.sallyport.bastion.hop.Algorithms;
import io.sallyport.bastion.hop.Software;
import io.sallyport.bastion.keys.BastionKeys;
import io.sallyport.bastion.relay.ClientGlobalRequests;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;

/** What the outer and the inner SSH server have in common. */
public record Doors(BastionKeys keys, Algorithms algorithms, InstantSource clock) {

  /** A server that forwards nothing, knows no file system and never times out an idle session. */
  SshServer server(HostCertificates.Names names) {
    SshServer server =
        algorithms
            .offeredBy(ServerBuilder.builder())
            .cipherFactories(algorithms.ciphersWithCtr())
            .globalRequestHandlers(List.of(new ClientGlobalRequests()))
            .build();
    HostCertificates shown = new HostCertificates(keys, names, clock);
    server.setKeyPairProvider(shown.keyPairs());
    server.setHostKeyCertificateProvider(shown.certificates());
    server.setSubsystemFactories(List.of());
    server.addSessionListener(new CiphersByClient(algorithms));
    CoreModuleProperties.SERVER_IDENTIFICATION.set(server, Software.NAME);
    CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
    CoreModuleProperties.NIO2_READ_TIMEOUT.set(server, Duration.ZERO);
    return server;
  }
}
