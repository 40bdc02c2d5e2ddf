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

  /** Questions, for whom the gate lets through. */
  record Question(Gate gate) implements Route {
    @Override
    public String method() {
      return "POST";
    }
  }
}
