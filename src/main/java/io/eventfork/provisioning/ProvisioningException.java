package io.eventfork.provisioning;

/** The cloud cannot be compared or provisioned; the message is one sentence for the operator. */
public final class ProvisioningException extends RuntimeException {

    ProvisioningException(String message) {
        super(message);
    }

    ProvisioningException(String message, Throwable cause) {
        super(message, cause);
    }
}
