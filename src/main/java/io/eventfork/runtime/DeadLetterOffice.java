package io.eventfork.runtime;

import io.eventfork.event.CardGuard;
import io.eventfork.event.SinkAwayException;
import io.eventfork.provisioning.UndeclaredResourceException;
import io.eventfork.queue.Pace;
import io.eventfork.queue.Sleeper;
import io.eventfork.redrive.DeadLetterQueue;
import io.eventfork.redrive.LetterStore;
import io.eventfork.redrive.QueueLetters;
import io.eventfork.runtime.routes.ResourcesRefusedException;
import io.eventfork.runtime.routes.RouteSource;
import io.eventfork.search.FailedLetters;
import io.eventfork.search.FailedRetry;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/**
 * Everything that could not be delivered, by the declarations of the route files, without running
 * the application: the dead-letter queue of every declared queue, and the failed documents of every
 * search pipeline. Not thread-safe; {@link #close()} ends its clients.
 */
public final class DeadLetterOffice implements AutoCloseable {

    private final Settings settings;
    private final AwsClients clients;
    private final Clock clock = Clock.systemUTC();
    private final CardGuard cardGuard;
    private final List<LetterStore> stores = new ArrayList<>();

    private DeadLetterOffice(Settings settings, AwsClients clients) {
        this.settings = settings;
        this.clients = clients;
        this.cardGuard = CardGuards.of(settings);
    }

    /**
     * Reads what is declared.
     *
     * @throws StartException if a declaration is wrong, or the cloud is not named or does not
     *     answer
     */
    public static DeadLetterOffice open(Settings settings) {
        CloudSettings.requireNamed(settings, "the dead letters are");
        RouteSource source = Sources.of(settings);
        DeadLetterOffice office = new DeadLetterOffice(settings, new AwsClients(settings));
        try {
            office.read(source);
            return office;
        } catch (RuntimeException e) {
            office.close();
            throw e;
        }
    }

    /** All places, queues first. */
    public List<LetterStore> stores() {
        return List.copyOf(stores);
    }

    /**
     * The place of that name.
     *
     * @param name that of a dead-letter queue, of the only queue whose dead letters it has, of a
     *     bucket of failed documents or its search pipeline
     * @throws StartException if there is none
     */
    public LetterStore store(String name) {
        return stores.stream()
                .filter(store -> store.name().equals(name))
                .findFirst()
                .or(() -> stores.stream().filter(store -> store.isCalled(name)).findFirst())
                .orElseThrow(
                        () ->
                                new StartException(
                                        "There are no dead letters of %s; there are those of %s."
                                                .formatted(
                                                        name,
                                                        stores.stream()
                                                                .map(LetterStore::name)
                                                                .collect(
                                                                        Collectors.joining(
                                                                                ", ")))));
    }

    /**
     * Does something with a place.
     *
     * @throws StartException if the cloud, or where the letters are to go, is away or refuses
     */
    public <T> T with(LetterStore store, Function<LetterStore, T> work) {
        try {
            return work.apply(store);
        } catch (QueueDoesNotExistException | NoSuchBucketException e) {
            throw new StartException(
                    "%s is declared, but not there; 'eventfork provision' creates it."
                            .formatted(store.name()),
                    e);
        } catch (SinkAwayException | UndeclaredResourceException | IllegalArgumentException e) {
            throw new StartException(e.getMessage(), e);
        } catch (SdkException e) {
            throw refused(store.name(), e);
        }
    }

    @Override
    public void close() {
        clients.close();
    }

    private void read(RouteSource source) {
        try {
            DeclaredResources resources =
                    new DeclaredResources(
                            settings, clients, clients.sts().getCallerIdentity().account());
            resources.know(source.resources());
            QueueLetters.Surroundings around =
                    new QueueLetters.Surroundings(
                            resources.names()::queue,
                            cardGuard::maskText,
                            System::nanoTime,
                            Sleeper.REAL,
                            UUID.randomUUID().toString());
            for (DeadLetterQueue queue : DeadLetterQueue.of(resources.names().declared())) {
                stores.add(new QueueLetters(queue, clients.sqs(), around));
            }
            for (FailedLetters.Place place : SearchPipelines.of(source, settings)) {
                stores.add(
                        new FailedLetters(
                                place,
                                clients.s3(),
                                resources.names().bucket(place.bucket()),
                                this::retry,
                                perSecond -> new Pace(perSecond, System::nanoTime, Sleeper.REAL),
                                cardGuard::maskText));
            }
        } catch (ResourcesRefusedException e) {
            throw new StartException(e.file() + ":" + e.line() + ": " + e.getMessage(), e);
        } catch (IOException | UndeclaredResourceException e) {
            throw new StartException(e.getMessage(), e);
        } catch (SdkException e) {
            throw refused("the account", e);
        }
    }

    private FailedRetry retry() {
        return OpenSearch.failedRetry(settings, clients, cardGuard, clock);
    }

    private StartException refused(String what, SdkException e) {
        return new StartException(
                "Cannot use %s in the cloud at %s: %s"
                        .formatted(
                                what,
                                settings.optional("eventfork.endpoint").orElse("AWS"),
                                e.getMessage()),
                e);
    }
}
