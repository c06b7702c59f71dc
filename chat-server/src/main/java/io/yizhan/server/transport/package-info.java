/** Netty: the clients' listener, the pipeline, one handler per concern. Event loops only; nothing here blocks. */
@NullMarked
package io.yizhan.server.transport;

import org.jspecify.annotations.NullMarked;
