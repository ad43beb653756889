using Mono.Cecil;

namespace StavisLive.Integration.Tests.Structure;

/// <summary>Calls into TorchSharp that make a number for libtorch, a <c>Scalar</c>, at whatever depth.</summary>
/// <remarks>Virtual calls of a base class, such as <c>Optimizer.step()</c> or <c>Module.call</c>, say nothing of what they lead to.</remarks>
internal sealed class ScalarCalls
{
    private const string Scalar = "TorchSharp.Scalar";

    private readonly HashSet<string> _makers;

    private ScalarCalls(HashSet<string> makers) => _makers = makers;

    /// <summary>Finds the methods of TorchSharp that make numbers.</summary>
    /// <param name="path">TorchSharp's file.</param>
    public static ScalarCalls Of(string path)
    {
        using var module = ModuleDefinition.ReadModule(path);
        var calls = Methods(module).ToDictionary(method => method.FullName, method => Calls(method).ToHashSet());
        var makers = Methods(module).Where(IsConversion).Select(method => method.FullName).ToHashSet();
        for (var before = 0; before < makers.Count;)
        {
            before = makers.Count;
            makers.UnionWith(calls.Where(entry => entry.Value.Overlaps(makers)).Select(entry => entry.Key).ToArray());
        }
        return new ScalarCalls(makers);
    }

    /// <summary>Where an assembly calls such a method, in words.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="except">The full name of the type that may.</param>
    public IReadOnlyList<string> In(string path, string except)
    {
        using var module = ModuleDefinition.ReadModule(path);
        return
        [
            .. from method in Methods(module)
               where method.DeclaringType.FullName != except
               from called in Calls(method)
               where _makers.Contains(called)
               select $"{method.DeclaringType.Name}.{method.Name} calls {called}",
        ];
    }

    private static IEnumerable<MethodDefinition> Methods(ModuleDefinition module) => module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody);

    private static bool IsConversion(MethodDefinition method) =>
        method.IsStatic && method.ReturnType.FullName == Scalar && method.DeclaringType.FullName is (Scalar or "TorchSharp.ScalarExtensionMethods");

    // Of a generic method the one that is written down.
    private static IEnumerable<string> Calls(MethodDefinition method) => method.Body.Instructions
        .Select(instruction => instruction.Operand).OfType<MethodReference>()
        .Select(reference => reference.GetElementMethod().FullName);
}
