package io.yizhan.server.config;

import io.yizhan.tls.TlsFiles;
import java.time.Duration;
import java.util.Optional;

/**
 * What clients meet.
 *
 * @param bindHost address to listen on
 * @param advertisedHost what clients and peers are told to dial
 * @param port 0: any free one
 * @param maxFrameBytes largest body in either direction after login
 * @param maxLoginFrameBytes largest body before login
 * @param loginTimeout from accept to logged in
 * @param newcomers those that are not logged in
 * @param heartbeat how often clients are to ping; silent for three of these: closed
 * @param maxUnacked pushes left unacknowledged on a connection before it only gets HeadNotice
 * @param resendAfter a push that stays unacknowledged so long is sent again, three times, then the connection is closed
 * @param maxSessions logins beyond are told OVERLOADED
 * @param tls empty: clients talk in the clear
 */
public record ClientConfig(
        String bindHost,
        String advertisedHost,
        int port,
        int maxFrameBytes,
        int maxLoginFrameBytes,
        Duration loginTimeout,
        NewcomerConfig newcomers,
        Duration heartbeat,
        int maxUnacked,
        Duration resendAfter,
        int maxSessions,
        Optional<TlsFiles> tls) {}
