using StavisLive.Core.Configuration.Reading;
using StavisLive.Core.Configuration.Serving;
using StavisLive.Core.Media;

namespace StavisLive.Core.Configuration.Validation;

/// <summary>Checks what the server was told.</summary>
internal static class ServeValidation
{
    /// <summary>Fewest letters of a secret that others could try to guess: 16 of a base-64 alphabet are 96 bits.</summary>
    public const int LeastSecret = 16;

    /// <summary>Everything that is wrong, by key.</summary>
    public static IEnumerable<ConfigProblem> Problems(ServeConfig serve)
    {
        var address = serve.Address is { } text ? ServeAddress.Parse(text) : null;
        if (serve.Address is not null && address is null)
            yield return new("serve.address", serve.Address, $"`serve.address` expects a port such as 8080, or an address of this machine with one such as 0.0.0.0:8080, not \"{serve.Address}\".");
        if (address is { IsLoopback: false } && serve.Tokens.Count == 0)
        {
            yield return new("serve.address", serve.Address,
                $"`serve.address={serve.Address}` can be reached by other machines, so it needs a token: set {ServeTokens.OperatorVariable} or {ServeTokens.ViewerVariable} "
                + $"to one of at least {LeastSecret} letters (openssl rand -base64 24 makes one), or give `serve.tokens`.");
        }
        if (!(serve.PictureRate is >= 0.1 and <= 60))
            yield return ConfigProblem.Of("serve.pictureRate", serve.PictureRate, $"`serve.pictureRate` must be 0.1 to 60, not {serve.PictureRate}.");
        if (serve.PictureWidth is < 64 or > 3840)
            yield return ConfigProblem.Of("serve.pictureWidth", serve.PictureWidth, $"`serve.pictureWidth` must be 64 to 3840, not {serve.PictureWidth}.");
        if (serve.History.File is "") yield return new("serve.history.file", "", "`serve.history.file` must be a path, or left out; it is empty.");
        if (!(serve.History.Days is > 0 and <= 3650))
            yield return ConfigProblem.Of("serve.history.days", serve.History.Days, $"`serve.history.days` must be more than 0 and at most 3650, not {serve.History.Days}.");
        if (serve.History.Megabytes is < 1 or > 1 << 20)
            yield return ConfigProblem.Of("serve.history.megabytes", serve.History.Megabytes, $"`serve.history.megabytes` must be 1 to {1 << 20}, not {serve.History.Megabytes}.");
        foreach (var problem in TokenProblems(serve.Tokens)) yield return problem;
    }

    private static IEnumerable<ConfigProblem> TokenProblems(ValueList<AccessTokenConfig> tokens)
    {
        foreach (var (index, token) in tokens.Index())
        {
            // The secret itself is told to nobody.
            if (token.Token.Length < LeastSecret)
                yield return new($"serve.tokens[{index}].token", null, $"serve.tokens[{index}].token has {token.Token.Length} letters; give it at least {LeastSecret} (openssl rand -base64 24 makes one).");
            if (tokens.Take(index).Any(other => other.Token == token.Token))
                yield return new($"serve.tokens[{index}].token", null, $"serve.tokens[{index}].token is that of an earlier entry; give each its own.");
            if (token is { Role: AccessRole.Operator, Sources.Count: > 0 })
                yield return new($"serve.tokens[{index}].sources", null, $"serve.tokens[{index}].sources limits what a viewer sees; an operator sees every source.");
        }
    }
}
