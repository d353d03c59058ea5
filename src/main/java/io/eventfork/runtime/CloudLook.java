package io.eventfork.runtime;

import io.eventfork.runtime.routes.FirstFiles;
import io.eventfork.runtime.routes.RouteSource;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The first look at the cloud, which is taken while Camel makes itself ready: whose account it is,
 * and what of the declared resources is there. Thread-safe.
 */
final class CloudLook {

    private static final Logger LOG = LoggerFactory.getLogger(CloudLook.class);

    private final Settings settings;
    private final CompletableFuture<DeclaredResources> found;

    private CloudLook(Settings settings, CompletableFuture<DeclaredResources> found) {
        this.settings = settings;
        this.found = found;
    }

    /** Looks for what the files that come first declare. */
    static CloudLook begin(
            Settings settings, AwsClients clients, RouteSource source, FirstFiles first) {
        return new CloudLook(
                settings,
                clients.stsWhenBuilt()
                        .thenApplyAsync(sts -> lookAhead(settings, clients, sts, source, first)));
    }

    /** No look: what is declared belongs to an account that nobody asked for. */
    static CloudLook none(Settings settings, AwsClients clients) {
        return new CloudLook(
                settings,
                CompletableFuture.completedFuture(
                        new DeclaredResources(settings, clients, "000000000000")));
    }

    /**
     * Waits for what was found.
     *
     * @throws StartException if the cloud cannot be used
     */
    DeclaredResources end() {
        try {
            return found.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SdkException cause) {
                String where = settings.optional("eventfork.endpoint").orElse("AWS");
                throw new StartException(
                        "Cannot use the cloud at %s: %s"
                                .formatted(where, StartException.firstLine(cause.getMessage())),
                        cause);
            }
            if (e.getCause() instanceof StartException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static DeclaredResources lookAhead(
            Settings settings,
            AwsClients clients,
            StsClient sts,
            RouteSource source,
            FirstFiles first) {
        DeclaredResources declared =
                new DeclaredResources(settings, clients, sts.getCallerIdentity().account());
        try {
            declared.lookAhead(source.resources(first));
        } catch (IOException e) {
            LOG.debug("The routes folder cannot be read; loading it will say so.", e);
        }
        return declared;
    }
}
