package io.sallyport.bastion.recording;

/**
 * A forwarded connection.
 *
 * @param kind {@code local-forward}, {@code remote-forward}, {@code agent} or {@code x11}
 * @param endpoint where the backend connects to, or where it listens
 * @param originator whose connection it is, as the side says that asked
 */
public record Forward(String kind, String endpoint, String originator) {}
