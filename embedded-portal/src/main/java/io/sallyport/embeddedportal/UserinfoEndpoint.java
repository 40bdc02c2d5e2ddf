package io.sallyport.embeddedportal;

import java.util.HashMap;
import java.util.Map;

/** {@code POST /pam/userinfo}: who a name stands for. No rule is asked. */
final class UserinfoEndpoint implements Endpoint {
  static final String PATH = "/pam/userinfo";

  private final Directory directory;

  UserinfoEndpoint(Directory directory) {
    this.directory = directory;
  }

  @Override
  public Answer answer(Caller caller, Parameters request) throws BadRequest {
    String user = request.text("user").orElseThrow(() -> new BadRequest("user parameter required"));
    return directory
        .find(user)
        .map(UserinfoEndpoint::found)
        .orElseGet(() -> Answer.ok(Map.of("found", false, "user", user)).noting("unknown user"));
  }

  private static Answer found(Subject subject) {
    Map<String, Object> body = new HashMap<>(subject.attributes());
    body.put("found", true);
    body.put("user", subject.name());
    body.put("groups", subject.groups());
    return Answer.ok(body).noting("told about " + subject.name());
  }
}
