/** The message store on MySQL; the only place of the worker that knows MyBatis. */
@NullMarked
package io.yizhan.server.archive.mysql;

import org.jspecify.annotations.NullMarked;
