/**
 * The book's protocol, version 1, as a translation: to its client a server of the book, to everything behind it a
 * client of version 2. Starting point: {@link io.yizhan.server.transport.book.BookHandler}.
 */
@NullMarked
package io.yizhan.server.transport.book;

import org.jspecify.annotations.NullMarked;
