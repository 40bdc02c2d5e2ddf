package io.sallyport.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be read, in words for the operator. */
public final class ReadFailure {
  private ReadFailure() {}

  /** What is wrong and what to do, in words that follow the file's name. */
  public static String describe(IOException failure) {
    return switch (failure) {
      case UnsafeFileException unsafe -> unsafe.fault();
      case NoSuchFileException _ -> "does not exist; create it or correct its name";
      case AccessDeniedException _ ->
          "may not be read; give user " + ProcessUser.name() + " the right to";
      case CharacterCodingException _ -> "is not UTF-8 text; convert it";
      case FileSystemException other -> "cannot be read: " + other.getReason();
      default -> "cannot be read: " + failure.getMessage();
    };
  }
}
