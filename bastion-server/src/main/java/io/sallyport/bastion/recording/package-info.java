/** What went through the channels of a hop, kept on disk and played back. */
@NullMarked
package io.sallyport.bastion.recording;

import org.jspecify.annotations.NullMarked;
