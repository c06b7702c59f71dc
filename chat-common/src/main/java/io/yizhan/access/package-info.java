/**
 * What worker and gate share in Redis: the login tokens, word of their revocation, who has which sessions, and what the
 * workers say of their links.
 */
@NullMarked
package io.yizhan.access;

import org.jspecify.annotations.NullMarked;
