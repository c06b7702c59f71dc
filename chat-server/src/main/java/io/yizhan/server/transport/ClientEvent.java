package io.yizhan.server.transport;

/** What the listener tells the pipelines of its connections. */
enum ClientEvent {
    /** The worker goes: take nothing more, answer what is open, close. */
    RETIRE
}
