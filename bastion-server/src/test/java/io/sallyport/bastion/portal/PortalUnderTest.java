package io.sallyport.bastion.portal;

import io.sallyport.config.Secret;
import io.sallyport.embeddedportal.faults.FaultyPortal;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** A portal that the contract is tested against, and what its users and administrators do. */
interface PortalUnderTest extends AutoCloseable {

  URI url();

  String clientId();

  Optional<Secret> clientSecret();

  /** Somebody whom the portal knows, and who may use ssh on the servers of any group. */
  String person();

  /** A fresh one-time token of that person. */
  String portalToken() throws IOException, InterruptedException;

  /** Lets a bastion enrol that shows this code. */
  void approve(String userCode) throws IOException, InterruptedException;

  /** The switches of a portal that can be told to go wrong. */
  Optional<FaultyPortal> faults();

  @Override
  void close();
}
