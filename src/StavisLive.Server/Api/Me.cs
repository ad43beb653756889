using System.Text.Json.Serialization;

namespace StavisLive.Server.Api;

/// <summary>Who one is.</summary>
/// <param name="Name">As the configuration calls the token.</param>
/// <param name="Role"><c>viewer</c> or <c>operator</c>.</param>
/// <param name="CanSave">Whether changes can be saved: not where there is no configuration file, or one that cannot be written.</param>
/// <param name="Node">What this machine is called in its cluster; null outside one.</param>
internal sealed record Me(string Name, string Role, bool CanSave, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Node);
