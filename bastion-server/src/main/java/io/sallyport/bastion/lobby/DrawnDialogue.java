package io.sallyport.bastion.lobby;

import io.sallyport.bastion.lobby.Menu.Step;
import io.sallyport.bastion.policy.Destination;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The dialogue with a terminal that draws: a menu on its second screen. */
final class DrawnDialogue implements Dialogue {

  private final KeyDecoder keys = new KeyDecoder();
  private Menu menu;
  private @Nullable Ending ending;
  private boolean drawing;
  private boolean stale = true;

  DrawnDialogue(String title, List<Destination> destinations, Size size) {
    this.menu = Menu.of(title, destinations, size);
  }

  /** Takes all up to the end: what was typed after that was not meant for whatever comes next. */
  @Override
  public int type(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length && ending == null; i++) {
      keys.take(bytes[i]).ifPresent(this::press);
    }
    return length;
  }

  private void press(Key key) {
    stale = true;
    switch (menu.key(key)) {
      case Step.Next(var next) -> menu = next;
      case Step.Chosen(var destination) -> ending = new Ending.Chosen(destination);
      case Step.Left _ -> ending = new Ending.Left();
    }
  }

  @Override
  public boolean undecided() {
    return ending == null && keys.undecided();
  }

  @Override
  public void paused() {
    if (ending == null) {
      keys.decide().ifPresent(this::press);
    }
  }

  @Override
  public void hungUp() {
    if (ending == null) {
      press(Key.Named.LEAVE);
    }
  }

  @Override
  public void resized(Size size) {
    menu = menu.resized(size);
    stale = true;
  }

  @Override
  public void again(String words) {
    menu = menu.noticing(Printable.of(words));
    ending = null;
    stale = true;
  }

  @Override
  public byte[] output() {
    if (!stale) {
      return new byte[0];
    }
    stale = false;
    var out = new ByteArrayOutputStream();
    boolean open = ending == null;
    if (open != drawing) {
      out.writeBytes(open ? Drawing.enter() : Drawing.leave());
    }
    if (open) {
      out.writeBytes(Drawing.of(new Layout(menu).frame()));
    }
    drawing = open;
    return out.toByteArray();
  }

  @Override
  public Optional<Ending> ending() {
    return Optional.ofNullable(ending);
  }
}
