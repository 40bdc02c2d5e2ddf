package io.sallyport.bastion.relay;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ProtocolException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class WindowTest {

  private static final long LARGEST = 0xffff_ffffL;
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
}
