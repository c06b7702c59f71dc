package io.yizhan.server.config;

import java.time.Duration;

/**
 * The links between workers. Where nothing is dialled, host and port mean nothing.
 *
 * @param bindHost address to listen on
 * @param port 0: any free one
 * @param secret what every worker of the cluster proves to know; at least 32 bytes
 * @param queueBytes bound of what waits for one peer
 * @param pingTimeout a peer that stays silent so long has no link any more
 */
public record MeshConfig(String bindHost, int port, String secret, int queueBytes, Duration pingTimeout) {
    @Override
    public String toString() {
        return "MeshConfig[bindHost=" + bindHost + ", port=" + port + ", secret=***, queueBytes=" + queueBytes
                + ", pingTimeout=" + pingTimeout + "]";
    }
}
