package io.sallyport.verifier.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.jwks.KeySetTransport.Response;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurlAnswerTest {

  @Test
  void interimAnswers_areNotTheAnswer() throws IOException {
    Response response =
        parse(
            String.join(
                "\r\n",
                "HTTP/1.1 100 Continue",
                "",
                "HTTP/1.1 103 Early Hints",
                "ETag: \"no\"",
                "",
                "HTTP/2 200 ",
                "X-ETag: \"no\"",
                "ETAG: \"yes\"",
                "",
                "HTTP/1.1 404 body",
                "",
                ""));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.etag()).contains("\"yes\"");
    assertThat(response.contentType()).isEmpty();
    assertThat(new String(response.body(), ISO_8859_1)).isEqualTo("HTTP/1.1 404 body\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "<html>\r\n\r\n",
      })
  void whatIsNoAnswer_isSaidToBeNone(String printed) {
    assertThatThrownBy(() -> parse(printed)).isInstanceOf(IOException.class);
  }

  private static Response parse(String printed) throws IOException {
    return CurlAnswer.parse(printed.getBytes(ISO_8859_1));
  }
}
