package io.sallyport.embeddedportal;

/** What stands at a path. */
sealed interface Route {

  /** The only method that it takes. */
  String method();

  /** A document that anybody may read. */
  record Document(Answer answer) implements Route {
    @Override
    public String method() {
      return "GET";
    }
  }

  /** A question that enrolled bastions may ask. */
  record ForBastions(Endpoint endpoint) implements Route {
    @Override
    public String method() {
      return "POST";
    }
  }
}
