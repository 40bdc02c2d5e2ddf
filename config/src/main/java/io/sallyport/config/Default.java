package io.sallyport.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a key is worth when the file leaves it out. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {

  /**
   * The value, read as if it stood in the file; for a String it is the text itself. The empty text
   * is an empty list, an empty mapping, or a nested record of which every key was left out.
   */
  String value();
}
