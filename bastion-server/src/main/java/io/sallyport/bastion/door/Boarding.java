package io.sallyport.bastion.door;

import io.sallyport.bastion.policy.ChannelKind;
import io.sallyport.bastion.policy.Destination;
import io.sallyport.bastion.relay.RelayedHop;
import java.io.IOException;
import org.apache.sshd.server.session.ServerSession;
import org.jspecify.annotations.Nullable;

/** The way from the menu to a destination: a hop of its own, joined with the menu's channel. */
record Boarding(Onward onward) implements Departure {

  @Override
  public void go(Destination destination, Conversation from) {
    ServerSession client = (ServerSession) from.channel().getSession();
    HopRequest request =
        onward
            .passage()
            .knock(
                ClientConnection.of(client),
                destination.target().name(),
                destination.target().port())
            .toOpen(ChannelKind.SHELL);
    onward.crossing(client, request, destination.login()).begin(new Menu(from));
  }

  /** Comes back when there is no way through. */
  private static final class Menu implements Crossing.Door {
    private final Conversation conversation;

    // Guarded by this.
    private @Nullable RelayedHop hop;
    private @Nullable String end;

    Menu(Conversation conversation) {
      this.conversation = conversation;
    }

    @Override
    public void opened(RelayedHop open) throws IOException {
      String ended;
      synchronized (this) {
        hop = open;
        ended = end;
      }
      if (ended == null) {
        conversation.channel().board(open, conversation);
      } else {
        open.close();
        conversation.again(ended);
      }
    }

    @Override
    public void closed(String words) throws IOException {
      conversation.again(words);
    }

    @Override
    public void ended(String words) {
      RelayedHop open;
      synchronized (this) {
        open = hop;
        end = words;
      }
      if (open != null) {
        open.notice("\r\n" + words + "\r\n");
        open.close();
      }
    }
  }
}
