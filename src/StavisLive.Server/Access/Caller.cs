using System.Globalization;
using System.Security.Claims;
using StavisLive.Core.Configuration.Serving;

namespace StavisLive.Server.Access;

/// <summary>Somebody who uses the server, and what it may do and see.</summary>
/// <param name="Name">Who, for the log.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Sources">Names of the sources that it sees; empty: all.</param>
/// <param name="Token">The place of its token in the configuration; 0 where nobody needs one.</param>
internal sealed record Caller(string Name, AccessRole Role, IReadOnlyList<string> Sources, int Token = 0)
{
    private const string SourceClaim = "source";
    private const string TokenClaim = "token";

    /// <summary>Whoever sits at this machine, where nobody needs a token.</summary>
    public static Caller Local { get; } = new("local", AccessRole.Operator, []);

    /// <summary>Who makes a request that has passed <see cref="TokenAuthentication"/>.</summary>
    public static Caller Of(ClaimsPrincipal user) => new(
        user.Identity?.Name ?? "", user.IsInRole(nameof(AccessRole.Operator)) ? AccessRole.Operator : AccessRole.Viewer,
        [.. user.FindAll(SourceClaim).Select(claim => claim.Value)], int.Parse(user.FindFirstValue(TokenClaim) ?? "0", CultureInfo.InvariantCulture));

    /// <summary>Whether it may see a source.</summary>
    /// <param name="name">What the source is called.</param>
    public bool CanSee(string name) => Sources.Count == 0 || Sources.Contains(name);

    /// <summary>The same as a request carries it.</summary>
    public ClaimsPrincipal ToPrincipal(string scheme) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.Name, Name), new Claim(ClaimTypes.Role, Role.ToString()), new Claim(TokenClaim, Token.ToString(CultureInfo.InvariantCulture)),
            .. Sources.Select(source => new Claim(SourceClaim, source)),
        ],
        scheme));
}
