/** The worker's settings as nested records; each part goes only to its owner. */
@NullMarked
package io.yizhan.server.config;

import org.jspecify.annotations.NullMarked;
