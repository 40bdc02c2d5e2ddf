package io.sallyport.bastion.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.bastion.recording.Exit;
import io.sallyport.bastion.recording.Program;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferException;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class RequestTest {

  private static final Program.Terminal TERMINAL =
      new Program.Terminal("xterm", new Program.Size(80, 24));

  @Test
  void ptyRequest_isATerminal() {
    Request request = request("pty-req", true, rest -> putTerminal(rest));

    assertThat(request.wantReply()).isTrue();
    assertThat(request.terminal()).isEqualTo(TERMINAL);
  }

  @Test
  void windowChange_isASize() {
    Request request =
        request(
            "window-change",
            false,
            rest -> {
              rest.putUInt(100);
              rest.putUInt(50);
            });

    assertThat(request.wantReply()).isFalse();
    assertThat(request.size()).isEqualTo(new Program.Size(100, 50));
  }

  @Test
  void shellExecAndSubsystem_arePrograms() {
    assertThat(request("shell", true, _ -> {}).program(Optional.of(TERMINAL)))
        .isEqualTo(new Program.Shell(Optional.of(TERMINAL)));
    assertThat(request("exec", true, rest -> rest.putString("id")).program(Optional.empty()))
        .isEqualTo(new Program.Exec("id", Optional.empty()));
    assertThat(request("subsystem", true, rest -> rest.putString("sftp")).program(Optional.empty()))
        .isEqualTo(new Program.Subsystem("sftp"));
  }

  @Test
  void exitStatusAndSignal_areExits_andNothingElseIs() {
    assertThat(request("exit-status", false, rest -> rest.putUInt(255)).exit())
        .contains(new Exit.Status(255));
    assertThat(request("exit-signal", false, rest -> rest.putString("KILL")).exit())
        .contains(new Exit.Signal("KILL"));
    assertThat(request("keepalive@openssh.com", true, _ -> {}).exit()).isEmpty();
  }

  @Test
  @DisplayName("N08 a request that is cut off is an error")
  void cutRequest_isAnError() {
    assertThatThrownBy(() -> request("exec", true, _ -> {}).program(Optional.empty()))
        .isInstanceOf(BufferException.class);
    assertThatThrownBy(() -> request("pty-req", true, rest -> rest.putString("xterm")).terminal())
        .isInstanceOf(BufferException.class);
  }

  @Test
  @DisplayName("N08 a string that claims to be 4 GiB long is an error, not an allocation")
  void hugeString_isAnError() {
    assertThatThrownBy(() ->
            request("exec", true, rest -> rest.putUInt(0xffff_fff0L)).program(Optional.empty()))
        .isInstanceOf(BufferException.class);
  }

  @Test
  void readingARequest_leavesTheMessageAsItWas() {
    Message message = message("exec", true, rest -> rest.putString("id"));

    var _ = Request.of(message).program(Optional.empty());

    assertThat(Request.of(message).program(Optional.empty()))
        .isEqualTo(new Program.Exec("id", Optional.empty()));
  }

  private static void putTerminal(Buffer rest) {
    rest.putString("xterm");
    rest.putUInt(80);
    rest.putUInt(24);
    rest.putUInt(0);
    rest.putUInt(0);
    rest.putString("");
  }

  private static Request request(String name, boolean wantReply, Consumer<Buffer> rest) {
    return Request.of(message(name, wantReply, rest));
  }

  private static Message message(String name, boolean wantReply, Consumer<Buffer> rest) {
    Buffer buffer = new ByteArrayBuffer();
    buffer.putString(name);
    buffer.putBoolean(wantReply);
    rest.accept(buffer);
    return Message.of(SshConstants.SSH_MSG_CHANNEL_REQUEST, buffer);
  }
}
