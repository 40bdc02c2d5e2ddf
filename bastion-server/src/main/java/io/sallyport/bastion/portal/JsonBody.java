package io.sallyport.bastion.portal;

import io.sallyport.bastion.portal.PamAnswer.NotTheProtocol;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.Response;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON that a portal answered with, if it did: at most 256 KiB, and declared as what it is. */
final class JsonBody {

  static final int LARGEST = 256 * 1024;

  private static final JsonMapper JSON = new JsonMapper();

  private JsonBody() {}

  /** The body; a missing node if it is something else, such as a login page. */
  static JsonNode of(Response response) throws IOException {
    MediaType type = response.body().contentType();
    if (type == null || !type.subtype().equals("json")) {
      return JSON.missingNode();
    }
    byte[] body = response.peekBody(LARGEST + 1L).bytes();
    if (body.length > LARGEST) {
      throw new NotTheProtocol("larger than " + LARGEST + " bytes");
    }
    try {
      return JSON.readTree(body);
    } catch (JacksonException _) { // its message quotes the text
      throw new NotTheProtocol("not JSON, although it says so");
    }
  }
}
