package io.sallyport.bastion.recording;

import java.util.List;

/** The files of a channel whose content is not kept. */
record NoFiles() implements ChannelFiles {

  @Override
  public boolean keeps(Stream stream) {
    return false;
  }

  @Override
  public long now() {
    return 0;
  }

  @Override
  public void output(Stream stream, long time, byte[] data) {}

  @Override
  public void resize(long time, Program.Size size) {}

  @Override
  public List<Fact> close() {
    return List.of();
  }
}
