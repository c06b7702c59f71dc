/**
 * Where messages are durable: the ports MessageLog (before the acknowledgement) and MessageStore (for ever), and the
 * persister between them.
 */
@NullMarked
package io.yizhan.server.archive;

import org.jspecify.annotations.NullMarked;
