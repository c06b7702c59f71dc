package io.yizhan.bench.crowd;

/** Hears what becomes of one connection, on its event loop. */
interface CrowdListener {
    /** It is logged in. */
    void loggedIn();

    /** It is not, or not any more. */
    void ended(String why);
}
