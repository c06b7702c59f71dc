/**
 * Changes groups: judges what somebody wants, tells the group's conversation, and answers when the log has made it so.
 * Starting point: {@link io.yizhan.server.group.GroupDesk}.
 */
@NullMarked
package io.yizhan.server.group;

import org.jspecify.annotations.NullMarked;
