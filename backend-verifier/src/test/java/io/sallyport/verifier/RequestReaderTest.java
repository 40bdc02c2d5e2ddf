package io.sallyport.verifier;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.verifier.Request.Question;
import io.sallyport.verifier.Request.Way;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestReaderTest {
  private static final String START = "POST /authorized-keys HTTP/1.1\r\n";

  @Test
  void requestOfCurl_isAQuestion() throws IOException, BadRequestException {
    assertThat(
            read(
                START
                    + "Host: localhost\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\n"
                    + "Content-Length: 26\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"
                    + "deploy type AAAA= 4711/99\n"))
        .isEqualTo(
            new Question(
                Way.AUTHORIZED_KEYS, "deploy", "type", "AAAA=", new SshdConnection("4711/99")));
  }

  @ParameterizedTest
  @CsvSource({
    "/authorized-keys, AUTHORIZED_KEYS",
    "/authorized-principals, AUTHORIZED_PRINCIPALS",
    "/session, SESSION",
  })
  void path_isTheWay(String path, Way way) throws IOException, BadRequestException {
    String request = "POST " + path + " HTTP/1.1\r\nContent-Length: 13\r\n\r\na b AAAA 1/2\n";

    assertThat(((Question) read(request)).way()).isEqualTo(way);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "a eyJ.e-_0.x 1/2~, true",
    "a eyJ.e+0.x 1/2~, false",
    "a 1/2~, false",
    "a eyJ.e.x~, false",
    "' eyJ.e.x 1/2~', false",
  })
  void bearer_isALineOfThreeFields(String body, boolean good) {
    String line = body.replace('~', '\n');
    String request =
        "POST /bearer HTTP/1.1\r\nContent-Length: " + line.length() + "\r\n\r\n" + line;
    if (good) {
      assertThatCode(() -> read(request)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> read(request)).isInstanceOf(BadRequestException.class);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "another method, 'GET /authorized-keys HTTP/1.1|Content-Length: 13||a b AAAA 1/2|'",
    "another path, 'POST / HTTP/1.1|Content-Length: 13||a b AAAA 1/2|'",
    "another version, 'POST /authorized-keys HTTP/1.0|Content-Length: 13||a b AAAA 1/2|'",
    "no length, 'POST /authorized-keys HTTP/1.1||a b AAAA 1/2|'",
    "two lengths,"
        + " 'POST /authorized-keys HTTP/1.1|Content-Length: 13|content-length: 13||a b AAAA 1/2|'",
    "negative length, 'POST /authorized-keys HTTP/1.1|Content-Length: -1||a b AAAA 1/2|'",
    "length no number, 'POST /authorized-keys HTTP/1.1|Content-Length: +13||a b AAAA 1/2|'",
    "length beyond the body, 'POST /authorized-keys HTTP/1.1|Content-Length: 99||a b AAAA 1/2|'",
    "chunks, 'POST /authorized-keys HTTP/1.1|Transfer-Encoding: chunked|Content-Length: 13||a b A 1/2|'",
    "expectation, 'POST /authorized-keys HTTP/1.1|Expect: 100-continue|Content-Length: 13||a b A 1/2|'",
    "field without name, 'POST /authorized-keys HTTP/1.1|: x|Content-Length: 13||a b AAAA 1/2|'",
    "no head, 'a b AAAA 1/2|'",
    "nothing, ''",
  })
  void whatCurlNeverSends_isRefused(String what, String request) {
    assertThatThrownBy(() -> read(request.replace("|", "\r\n")))
        .as(what)
        .isInstanceOf(BadRequestException.class);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "no newline, 'a b AAAA 1/2'",
    "two lines, 'a b AAAA 1/2~a b AAAA 1/2~'",
    "three fields, 'a b AAAA~'",
    "five fields, 'a b c AAAA 1/2~'",
    "no login, ' b AAAA 1/2~'",
    "tab, 'a\tb AAAA 1/2~'",
    "key with other characters, 'a b AA-A 1/2~'",
    "pid 0, 'a b AAAA 0/2~'",
    "pid with a sign, 'a b AAAA -1/2~'",
    "pid with a zero before it, 'a b AAAA 01/2~'",
    "pid of eleven digits, 'a b AAAA 11111111111/2~'",
    "no start, 'a b AAAA 1/~'",
    "no slash, 'a b AAAA 1~'",
    "start of 21 digits, 'a b AAAA 1/111111111111111111111~'",
    "empty, ''",
  })
  void bodyThatIsNotOneLineOfFourFields_isRefused(String what, String body) {
    assertThatThrownBy(() -> read(post(body.replace('~', '\n'))))
        .as(what)
        .isInstanceOf(BadRequestException.class);
  }

  @Test
  void lengths_areLimited() throws IOException, BadRequestException {
    Question longest = (Question) read(post("a b " + "A".repeat(131072) + " 1/2\n"));
    assertThat(longest.keyBase64()).hasSize(131072);
    assertThatThrownBy(() -> read(post("a b " + "A".repeat(131073) + " 1/2\n")))
        .isInstanceOf(BadRequestException.class);
    assertThatThrownBy(() -> read(START + "Content-Length: 135169\r\n\r\n"))
        .hasMessage("the body is longer than 135168");
    assertThatThrownBy(() -> read(START + "X: " + "x".repeat(1024) + "\r\n"))
        .hasMessage("a line is longer than 1024 bytes");
    assertThatThrownBy(() -> read(START + "X: x\r\n".repeat(33)))
        .hasMessage("there are more than 32 header fields");
  }

  @Test
  void lineFeedWithoutCarriageReturn_isRefused() {
    assertThatThrownBy(
            () -> read("POST /authorized-keys HTTP/1.1\nContent-Length: 13\n\na b AAAA 1/2\n"))
        .hasMessage("a line does not end with CR LF");
  }

  private static String post(String body) {
    return START + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static Request read(String request) throws IOException, BadRequestException {
    return new RequestReader(new ByteArrayInputStream(request.getBytes(ISO_8859_1))).read();
  }
}
