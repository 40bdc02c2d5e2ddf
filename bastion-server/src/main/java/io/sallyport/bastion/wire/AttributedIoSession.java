package io.sallyport.bastion.wire;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.jspecify.annotations.Nullable;

/** What every connection of ours is to MINA: something to hang attributes on, never suspended. */
abstract class AttributedIoSession extends AbstractCloseable implements IoSession {

  private final Map<Object, Object> attributes = new ConcurrentHashMap<>();

  @Override
  public final @Nullable Object getAttribute(Object key) {
    return attributes.get(key);
  }

  @Override
  public final @Nullable Object setAttribute(Object key, Object value) {
    return attributes.put(key, value);
  }

  @Override
  public final @Nullable Object setAttributeIfAbsent(Object key, Object value) {
    return attributes.putIfAbsent(key, value);
  }

  @Override
  public final @Nullable Object removeAttribute(Object key) {
    return attributes.remove(key);
  }

  /** Nobody here suspends: windows hold back who sends too much. */
  @Override
  public final void suspendRead() {}

  @Override
  public final void resumeRead() {}
}
