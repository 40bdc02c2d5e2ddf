package io.sallyport.bastion.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class WindowTest {

  private static final long LARGEST = 0xffff_ffffL;
  private static final long MOST = Window.MOST_HELD;
  private final Window window = new Window("backend");

  @Test
  @DisplayName("N08 a byte more than the window is cut off, the last byte of it is not")
  void windowIsUsedUpToItsLastByte() {
    window.open(100, 1000);

    assertThatCode(() -> window.use(60)).doesNotThrowAnyException();
    assertThatCode(() -> window.use(40)).doesNotThrowAnyException();
    assertThatThrownBy(() -> window.use(1))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("the backend sent more than its window allows");
  }

  @Test
  void windowThatIsNotOpen_allowsNothing() {
    assertThatThrownBy(() -> window.use(1)).isInstanceOf(ProtocolException.class);
    assertThatCode(() -> window.use(0)).doesNotThrowAnyException();
  }

  @Test
  void packetAsLargeAsAllowed_passes_andALargerOneDoesNot() {
    window.open(1000, 100);

    assertThatCode(() -> window.use(100)).doesNotThrowAnyException();
    assertThatThrownBy(() -> window.use(101)).isInstanceOf(ProtocolException.class);
  }

  @Test
  void adjustment_allowsExactlySoMuchMore() throws Exception {
    window.open(0, 1000);
    window.adjust(5);

    assertThatCode(() -> window.use(5)).doesNotThrowAnyException();
    assertThatThrownBy(() -> window.use(1)).isInstanceOf(ProtocolException.class);
  }

  @Test
  @DisplayName("N08 a window grows to 2^32-1 bytes and not beyond")
  void windowBeyond32Bits_isAnError() {
    window.open(LARGEST - 1, 1000);

    assertThatCode(() -> window.adjust(1)).doesNotThrowAnyException();
    assertThatThrownBy(() -> window.adjust(1))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("2^32-1");
  }

  @Test
  void window_isToldAsItIs_upToWhatTheBastionHolds() throws Exception {
    assertThat(new Window("s").open(0, 1)).isZero();
    assertThat(new Window("s").open(1, 1)).isEqualTo(1);
    assertThat(new Window("s").open(MOST, 1)).isEqualTo(MOST);
    assertThat(new Window("s").open(MOST + 1, 1)).isEqualTo(MOST);
    assertThat(new Window("s").open(LARGEST, 1)).isEqualTo(MOST);
  }

  @Test
  void smallAdjustment_isToldAtOnce() throws Exception {
    window.open(1, 1000);
    window.use(1);

    assertThat(window.adjust(1)).isEqualTo(1);
    assertThat(window.written(1)).isZero();
  }

  @Test
  @DisplayName("N08 a receiver that allows everything and reads nothing gets no more than is held")
  void receiverThatReadsNothing_getsNoMoreThanIsHeld() throws Exception {
    window.open(MOST, MOST);
    long told = MOST;
    for (long left = MOST; left > 0; left -= Window.LARGEST_PACKET) {
      window.use(Window.LARGEST_PACKET);
      told += window.adjust(Window.LARGEST_PACKET);
    }

    assertThat(told).isEqualTo(MOST);
    assertThatThrownBy(() -> window.use(1)).isInstanceOf(ProtocolException.class);
    assertThat(window.adjust(LARGEST - MOST)).isZero();
    assertThatThrownBy(() -> window.adjust(1)).hasMessageContaining("2^32-1");
  }

  @Test
  void whatHasLeft_makesRoom_inPiecesThatAreWorthTelling() throws Exception {
    window.open(LARGEST, MOST);
    for (long left = MOST; left > 0; left -= Window.LARGEST_PACKET) {
      window.use(Window.LARGEST_PACKET);
    }

    assertThat(window.written(MOST / 4 - 1)).isZero();
    assertThat(window.written(1)).isEqualTo(MOST / 4);
    assertThat(window.written(1)).isZero();
  }

  @Test
  void lastOfTheWindow_isTold_howeverLittleItIs() throws Exception {
    window.open(MOST + 1, 1000);
    window.use(2);

    assertThat(window.written(1)).isEqualTo(1);
    assertThat(window.written(1)).isZero();
  }

  @Test
  void packets_areNoLargerThanEverybodyCanRead() throws Exception {
    window.open(LARGEST, LARGEST);

    assertThatCode(() -> window.use(Window.LARGEST_PACKET)).doesNotThrowAnyException();
    assertThatThrownBy(() -> window.use(Window.LARGEST_PACKET + 1))
        .isInstanceOf(ProtocolException.class);
  }
}
