package io.sallyport.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.apache.sshd.common.SshException;
import org.apache.sshd.server.auth.AsyncAuthException;

@AnalyzeClasses(packages = "io.sallyport", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] CONFIG = {"io.sallyport.config.."};
  private static final String[] KEYS_AND_TOKENS = {
    "io.sallyport.json..", "io.sallyport.jwks..", "io.sallyport.token.."
  };
  private static final String[] SERVICE_ACCOUNTS = {"io.sallyport.serviceaccounts.."};
  private static final String[] PORTAL = {
    "io.sallyport.embeddedportal..",
    "io.sallyport.control..",
    "io.sallyport.database..",
    "io.sallyport.password.."
  };
  private static final String[] BASTION = {"io.sallyport.bastion.."};
  private static final String[] VERIFIER = {"io.sallyport.verifier.."};
  private static final String[] LAB = {"io.sallyport.lab..", "io.sallyport.demo.."};

  private static final String[] MINA_KEYS = {
    "org.apache.sshd.certificate..",
    "org.apache.sshd.common.config.keys..",
    "org.apache.sshd.common.util.buffer..",
    "org.apache.sshd.common.keyprovider.."
  };

  /** What the classes above throw. */
  private static final DescribedPredicate<JavaClass> MINA_EXCEPTION = type(SshException.class);

  @ArchTest static final ArchRule config_uses_nothing_of_ours = module(CONFIG);

  @ArchTest static final ArchRule keys_and_tokens_use_config = module(KEYS_AND_TOKENS, CONFIG);

  @ArchTest static final ArchRule service_accounts_use_config = module(SERVICE_ACCOUNTS, CONFIG);

  @ArchTest
  static final ArchRule the_embedded_portal_uses_what_is_below_it =
      module(PORTAL, CONFIG, KEYS_AND_TOKENS, SERVICE_ACCOUNTS);

  @ArchTest
  static final ArchRule the_verifier_uses_what_is_below_it =
      module(VERIFIER, CONFIG, KEYS_AND_TOKENS, SERVICE_ACCOUNTS);

  @ArchTest
  static final ArchRule what_runs_as_root_on_a_backend_knows_neither_verifier_nor_network =
      noClasses()
          .that()
          .resideInAPackage("io.sallyport.verifier.people..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.sallyport.verifier", "io.sallyport.jwks..", "java.net.http..");

  @ArchTest
  static final ArchRule service_accounts_on_a_backend_know_nothing_of_tokens_and_sockets =
      noClasses()
          .that()
          .resideInAPackage("io.sallyport.verifier.accounts..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.sallyport.verifier", "io.sallyport.token..", "io.sallyport.jwks..");

  @ArchTest
  static final ArchRule the_setting_up_of_sshd_knows_nothing_of_tokens_and_sockets =
      noClasses()
          .that()
          .resideInAnyPackage("io.sallyport.verifier.setup..", "io.sallyport.verifier.sshd..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.sallyport.verifier", "io.sallyport.token..", "io.sallyport.jwks..");

  @ArchTest
  static final ArchRule packages_of_the_verifier_have_no_cycles =
      slices().matching("io.sallyport.verifier.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule the_bastion_uses_all_but_verifier_and_lab =
      module(BASTION, CONFIG, KEYS_AND_TOKENS, SERVICE_ACCOUNTS, PORTAL);

  @ArchTest
  static final ArchRule modules_have_no_cycles =
      slices().matching("io.sallyport.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packages_of_the_bastion_have_no_cycles =
      slices().matching("io.sallyport.bastion.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule only_the_top_uses_the_doors =
      noClasses()
          .that()
          .resideInAnyPackage(bastion("relay", "hop", "vouching", "policy", "identity", "portal"))
          .or()
          .resideInAnyPackage(
              bastion(
                  "recording",
                  "audit",
                  "store",
                  "gate",
                  "keys",
                  "lobby",
                  "orders",
                  "authority",
                  "offline",
                  "wire"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(bastion("door", "admin", "review"));

  @ArchTest
  static final ArchRule recording_and_audit_know_nothing_above_them =
      noClasses()
          .that()
          .resideInAnyPackage(bastion("recording", "audit", "store"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              bastion(
                  "relay",
                  "hop",
                  "vouching",
                  "policy",
                  "identity",
                  "portal",
                  "gate",
                  "lobby",
                  "offline"));

  @ArchTest
  static final ArchRule what_is_known_offline_needs_nothing_but_a_place_to_be_kept =
      noClasses()
          .that()
          .resideInAnyPackage(bastion("offline"))
          .should()
          .dependOnClassesThat(
              are(resideInAPackage("io.sallyport.bastion.."))
                  .and(areNot(bastion("offline", "store"))));

  @ArchTest
  static final ArchRule the_lobby_leads_nowhere_by_itself =
      noClasses()
          .that()
          .resideInAnyPackage(bastion("lobby"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              bastion("relay", "hop", "vouching", "portal", "recording", "store", "gate"));

  @ArchTest
  static final ArchRule mina_appears_in_doors_and_hop_and_relay_and_wire_only =
      noClasses()
          .that(are(resideInAPackage("io.sallyport..")).and(areNot(LAB)))
          .and()
          .resideOutsideOfPackages(bastion("door", "hop", "relay", "wire"))
          .should()
          .dependOnClassesThat(minaBut(MINA_KEYS));

  @ArchTest
  static final ArchRule minas_keys_and_certificates_appear_where_keys_are_handled_only =
      noClasses()
          .that(are(resideInAPackage("io.sallyport..")).and(areNot(LAB)))
          .and()
          .resideOutsideOfPackages(
              all(
                  bastion(
                      "door", "hop", "relay", "wire", "vouching", "keys", "identity", "authority"),
                  "io.sallyport.token..",
                  "io.sallyport.serviceaccounts.."))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.sshd..");

  @ArchTest static final ArchRule the_wire_uses_nothing_of_ours = module(bastion("wire"));

  @ArchTest
  static final ArchRule the_wire_is_used_by_doors_and_hop_and_the_wiring_only =
      noClasses()
          .that(are(resideInAPackage("io.sallyport..")).and(areNot(bastion("door", "hop", "wire"))))
          .and()
          .doNotHaveFullyQualifiedName("io.sallyport.bastion.Bastion")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(bastion("wire"));

  @ArchTest
  static final ArchRule okhttp_appears_in_the_portals_client_only =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.sallyport.bastion.portal..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("okhttp3..", "okio..");

  /** N03: public-key authentication that completes later was a hole in MINA (CVE-2026-77185). */
  @ArchTest
  static final ArchRule only_the_prompt_for_tokens_answers_later =
      noClasses()
          .that(are(resideInAPackage("io.sallyport..")).and(areNot(LAB)))
          .and()
          .doNotHaveFullyQualifiedName("io.sallyport.bastion.door.PortalTokenPrompt")
          .should()
          .dependOnClassesThat(type(AsyncAuthException.class));

  /** A module that uses, of our classes, itself and those of the given modules. */
  private static ArchRule module(String[] own, String[]... below) {
    String[] allowed = all(Stream.of(below).flatMap(Stream::of).toArray(String[]::new), own);
    return noClasses()
        .that()
        .resideInAnyPackage(own)
        .should()
        .dependOnClassesThat(are(resideInAPackage("io.sallyport..")).and(areNot(allowed)));
  }

  private static String[] bastion(String... packages) {
    return Stream.of(packages)
        .map(name -> "io.sallyport.bastion." + name + "..")
        .toArray(String[]::new);
  }

  private static String[] all(String[] some, String... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }

  private static DescribedPredicate<JavaClass> minaBut(String[] allowed) {
    return are(resideInAPackage("org.apache.sshd.."))
        .and(areNot(allowed))
        .and(DescribedPredicate.not(MINA_EXCEPTION));
  }

  private static DescribedPredicate<JavaClass> are(DescribedPredicate<JavaClass> predicate) {
    return predicate;
  }

  private static DescribedPredicate<JavaClass> areNot(String... packages) {
    return DescribedPredicate.not(resideInAnyPackage(packages));
  }
}
