package io.eventfork.localcloud;

/**
 * How to start the local cloud.
 *
 * @param port of the gateway; 0 picks a free one
 * @param openSearchPort of OpenSearch; 0 picks a free one, {@link #WITHOUT_OPENSEARCH} starts none
 */
public record LocalCloudOptions(int port, int openSearchPort, Progress progress) {

    public static final int WITHOUT_OPENSEARCH = -1;

    /** Whether OpenSearch is to be started. */
    boolean withOpenSearch() {
        return openSearchPort != WITHOUT_OPENSEARCH;
    }
}
