package io.sallyport.config;

/** The release of Sallyport that this is. */
public final class Release {

  /** As in the build, but for {@code -SNAPSHOT}. */
  public static final String VERSION = "0.1.0";

  private Release() {}
}
