package io.eventfork.cli;

import io.eventfork.localcloud.LocalCloud;
import java.io.PrintWriter;
import java.util.concurrent.CompletionException;

/**
 * Tells a person when the local cloud's OpenSearch, which starts last, answers or does not start.
 */
final class SearchNews {

    private SearchNews() {}

    static void tell(LocalCloud cloud, PrintWriter out) {
        if (cloud.openSearchUrl().isEmpty()) {
            return;
        }
        cloud.openSearch()
                .whenComplete(
                        (url, failure) -> {
                            out.println(
                                    failure == null
                                            ? "OpenSearch is ready: " + url
                                            : reason(failure));
                            out.flush();
                        });
    }

    private static String reason(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause().getMessage()
                : failure.getMessage();
    }
}
