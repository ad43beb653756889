using System.Text.Json.Serialization;

namespace StavisLive.Server.Api;

/// <summary>Who one is.</summary>
/// <param name="Name">As the configuration calls the token.</param>
/// <param name="Role"><c>viewer</c> or <c>operator</c>.</param>
/// <param name="CanSave">Whether there is a configuration file that changes can be saved to.</param>
/// <param name="Node">What this machine is called in its cluster; null outside one.</param>
internal sealed record Me(string Name, string Role, bool CanSave, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Node);
