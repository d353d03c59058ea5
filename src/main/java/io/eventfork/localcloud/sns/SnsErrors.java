package io.eventfork.localcloud.sns;

import io.eventfork.localcloud.query.QueryException;

/** The errors of the SNS API, with its codes and HTTP statuses. */
final class SnsErrors {

    private SnsErrors() {}

    static QueryException invalidParameter(String reason) {
        return new QueryException(400, "InvalidParameter", "Invalid parameter: " + reason);
    }

    /** A message attribute that is not as it should be. */
    static QueryException invalidValue(String reason) {
        return new QueryException(400, "ParameterValueInvalid", reason);
    }

    static QueryException notFound(String what) {
        return new QueryException(404, "NotFound", what + " does not exist");
    }

    static QueryException badBatch(String code, String reason) {
        return new QueryException(400, code, reason);
    }
}
