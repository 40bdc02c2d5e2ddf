package io.sallyport.demo;

import io.sallyport.lab.Lab;

/** What {@code ./demo} prints when everything serves. */
final class Welcome {
  private Welcome() {}

  static String text(Lab lab, DemoFile demo) {
    return """

    Sallyport is running. Ctrl-C stops it and removes %7$s

    alice may log in to web-01 and web-02 as deploy. bob may only run single commands on
    web-02: try him, too. Both names lead to one backend:
    %6$s.

    1. Get a portal token for alice. It works once, for ten minutes:

         %1$s

    2. Log in, and paste the token at the prompt:

         ssh -F %2$s -J alice@bastion deploy@web-01

       Without a target there is a menu of what alice may reach (it takes another token):

         ssh -F %2$s alice@bastion

       The service account ansible has a key and needs no token:

         ssh -F %2$s -J ansible@bastion deploy@web-01 uname -a

    3. See what was recorded:

         %3$s recordings list
         %3$s recordings play ID

    Recordings: %4$s
    Logs:       %5$s

    """
        .formatted(
            demo.people().getFirst().tokenCommand(),
            demo.sshConfig(),
            demo.sallyport(),
            demo.recordings(),
            demo.logs(),
            lab.backend().description(),
            lab.folder().path());
  }
}
