using Mono.Cecil;
using Mono.Cecil.Cil;

namespace StavisLive.Integration.Tests.Structure;

/// <summary>Which types of an assembly its types refer to, in signatures, bodies and attributes alike.</summary>
/// <remarks>Constants are not seen: the compiler leaves their values only.</remarks>
internal sealed class TypeReferences(ModuleDefinition module)
{
    private readonly HashSet<TypeDefinition> _found = [];

    /// <summary>Each type with those of the same assembly that it refers to; nested types count as the outermost one.</summary>
    public static ILookup<TypeDefinition, TypeDefinition> Of(ModuleDefinition module) => module.Types
        .SelectMany(type => new TypeReferences(module).Collect(type).Select(target => (type, target)))
        .ToLookup(pair => pair.type, pair => pair.target);

    private HashSet<TypeDefinition> Collect(TypeDefinition type)
    {
        AddType(type);
        return _found;
    }

    private void AddType(TypeDefinition type)
    {
        Add(type.BaseType);
        Add(type.CustomAttributes);
        foreach (var implemented in type.Interfaces) Add(implemented.InterfaceType);
        foreach (var parameter in type.GenericParameters) AddConstraints(parameter);
        foreach (var field in type.Fields)
        {
            Add(field.FieldType);
            Add(field.CustomAttributes);
        }
        foreach (var property in type.Properties) Add(property.CustomAttributes);
        foreach (var method in type.Methods) AddMethod(method);
        foreach (var nested in type.NestedTypes) AddType(nested);
    }

    private void AddMethod(MethodDefinition method)
    {
        AddSignature(method);
        Add(method.CustomAttributes);
        foreach (var parameter in method.GenericParameters) AddConstraints(parameter);
        if (!method.HasBody) return;
        foreach (var variable in method.Body.Variables) Add(variable.VariableType);
        foreach (var handler in method.Body.ExceptionHandlers) Add(handler.CatchType);
        foreach (var instruction in method.Body.Instructions) AddOperand(instruction);
    }

    private void AddOperand(Instruction instruction)
    {
        switch (instruction.Operand)
        {
            case TypeReference type:
                Add(type);
                break;
            case MethodReference method:
                Add(method.DeclaringType);
                AddSignature(method);
                if (method is GenericInstanceMethod generic) Add(generic.GenericArguments);
                break;
            case FieldReference field:
                Add(field.DeclaringType);
                Add(field.FieldType);
                break;
        }
    }

    private void AddSignature(MethodReference method)
    {
        Add(method.ReturnType);
        foreach (var parameter in method.Parameters) Add(parameter.ParameterType);
    }

    private void AddConstraints(GenericParameter parameter)
    {
        foreach (var constraint in parameter.Constraints) Add(constraint.ConstraintType);
    }

    private void Add(IEnumerable<CustomAttribute> attributes)
    {
        foreach (var attribute in attributes) Add(attribute.AttributeType);
    }

    private void Add(IEnumerable<TypeReference> types)
    {
        foreach (var type in types) Add(type);
    }

    private void Add(TypeReference? type)
    {
        switch (type)
        {
            case null or GenericParameter:
                break;
            case GenericInstanceType generic:
                Add(generic.ElementType);
                Add(generic.GenericArguments);
                break;
            case TypeSpecification specification:
                Add(specification.ElementType);
                break;
            case { DeclaringType: { } outer }:
                Add(outer);
                break;
            case TypeDefinition definition when definition.Module == module:
                _found.Add(definition);
                break;
        }
    }
}
