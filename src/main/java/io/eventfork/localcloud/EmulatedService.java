package io.eventfork.localcloud;

/**
 * One AWS service that the local cloud answers with code of its own, because no stand-in is
 * published for it.
 *
 * <p>The gateway hands over whole requests and calls from several worker threads at once, so an
 * implementation must be thread safe. What it does not implement it answers with the error document
 * of its protocol; an exception that escapes becomes a 500.
 */
public interface EmulatedService {

    /** The service name in the credential scope of a signature, for example {@code sns}. */
    String signingName();

    /** Answers one request. May block. */
    ServiceResponse handle(ServiceRequest request);
}
